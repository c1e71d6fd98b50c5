"""Timed mock interviews in the terminal, graded offline with evidence.

The floors, top to bottom; a module imports only from a lower floor, rooms never from each other::

    cli/             door    one file per command group: read options, make one call, print, exit code
    session.py       front   the interview loop: ask, save, grade, save, show, probe, move on
    terminal/        front   every word on screen and every key typed
    bank/            room    question_bank/*.yaml -> Question
    rubric.py        room    rubrics/*.yaml -> Rubric
    transcript/      room    append, read and repair transcripts/*.jsonl
    selection.py     room    which questions, in what order, and why
    review/          room    transcripts -> strengths, gaps, readable exports
    grading/         room    an answer -> a Grade with its evidence
    importing/       room    notes of other forms -> questions, and what importing them again would do
    answer_rows.py   room    rows of answers from files, and the same rows with their grades
    agreement/       room    grades beside marks given by people: how far they agree
    model/           ground  the nouns, frozen: Question, KeyPoint, Rubric, Grade, Turn, Session
    errors.py        ground  one error tree, exit codes
    aside.py         ground  long calls in threads of their own, so that Ctrl-C ends the waiting
    clean_text.py    ground  text from files and people made safe to print
    topic_names.py   ground  which topics a person's words name
    row_file.py      ground  JSON lines and CSV, a row at a time
    archive.py       ground  zip files from elsewhere, bounded
    yaml_file.py, fields.py  ground  strict YAML with file:line in every error
"""

__version__ = "0.1.0"
