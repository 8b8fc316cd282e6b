"""Opinions: what institutions ask for, noted on a visit and, from a later part on, routed and answered."""
