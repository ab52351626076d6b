"""Numbers and names that people and organisations carry: cleaned, checked, and explained when wrong.

Every ``clean`` takes what a person typed or a spreadsheet held and returns the one right spelling,
or raises ``ValueError`` with a Chinese sentence for that person. Every ``check_column`` says exactly
the same about a whole column. Nothing here is looked up anywhere: form, date and check digit only.
"""
