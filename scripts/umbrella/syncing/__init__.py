"""Files of a book that follow from its settings, its tables and the engine, so that nobody types them."""
