"""What is true of any book, whatever its subject: the tests that travel with the engine."""
