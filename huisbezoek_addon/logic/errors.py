"""What a pure rule raises when it refuses.

Rules know no language and no screen: they raise a code with the values that a
sentence needs. One helper on the Odoo side turns the code into a sentence in the
user's language (design §6: every error names row, field and remedy).
"""

#: What may stand in a sentence: keys, line numbers, column names, counts, states.
#: Never a person's name, date of birth or address.
Param = str | int


class RuleError(Exception):
    """A rule says no: a code, and the values its sentence needs.

    :ivar code: name of the sentence, such as ``visit_move``.
    :ivar params: the named values of the sentence, never personal data.
    """

    def __init__(self, code: str, **params: Param) -> None:
        """Keep the code and its values for whoever words the sentence."""
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        """Show the code with its values, for logs and tests."""
        values = ", ".join(f"{name}={value}" for name, value in self.params.items())
        return f"{self.code} ({values})" if values else self.code


class FileError(RuleError):
    """A file cannot be read at all, so nothing of it is imported (A6)."""
