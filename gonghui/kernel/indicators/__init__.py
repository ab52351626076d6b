"""Engine 3: a figure = what is counted, of whom, along which tree, on which day; nobody types one.

A module says in ``indicators.py`` what its rows answer for. What every unit has is kept as steps over time, what every
node of every tree has today as one row; a change marks its unit, and whoever reads next has the marks folded in first.
"""
