"""A language model as a second reader: what it is asked, what of its reply counts, how votes add up."""
