"""What may not be read by whoever holds the disk: encryption at rest, search by keyed hash, masking.

``keys`` where keys come from · ``envelope`` one value encrypted · ``streams`` a file encrypted ·
``blind`` finding a value without decrypting any · ``masking`` what is shown instead.
"""
