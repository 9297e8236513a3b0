"""How schemathesis sends bodies that aren't JSON: as text."""

import schemathesis


def as_text(context, value):
    if isinstance(value, bytes):
        return value
    return (value if isinstance(value, str) else str(value)).encode("utf-8", "surrogatepass")


for kind in (
    "text/csv",
    "application/toml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
):
    schemathesis.serializer(kind)(as_text)
