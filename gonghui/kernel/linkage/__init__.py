"""Same one or not: which rows may stand for the same person or thing, and making one of two.

``declaration`` which rows, which of their fields, and what points at them · ``levels`` how alike two values are, and the
trained model · ``finding`` the pairs, exact and likely · ``actions`` deciding · ``merging`` one of two, and back.
"""
