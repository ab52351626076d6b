"""What somebody signed in as themselves, or a guest, puts in: sealed, kept first, taken in by the program a moment later.

Such a person has no post and may write no record. They may put a letter into the box, about themselves alone or under a
receipt;
modules above declare in their ``hall.py`` what becomes of each kind (``letter``).
"""
