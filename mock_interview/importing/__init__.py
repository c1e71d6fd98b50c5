"""Notes of other forms to questions: Markdown, tables of rows, Anki decks. Writes no bank, grades nothing."""
