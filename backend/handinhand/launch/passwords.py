"""Passwords made for people who will type them once."""

import secrets

from handinhand.foundation.identity.rules import password_problems

READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
"""No letters and digits that look alike in print."""


def readable_password(*usernames: str) -> str:
    """Twenty signs out of 31, about 99 bits, that none of these accounts would be refused."""
    while True:
        password = "-".join("".join(secrets.choice(READABLE) for _ in range(5)) for _ in range(4))
        if not any(password_problems(password, username) for username in usernames):
            return password
