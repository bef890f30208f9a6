"""Starting a book: the folder that ``umbrella new`` writes, and the chapters that ``umbrella add chapter`` brings along."""
