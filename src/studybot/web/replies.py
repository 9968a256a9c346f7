"""A refusal as every program gets it: {"error": sentence}, with what its status asks for."""

from fastapi.responses import JSONResponse


def error_reply(status: int, sentence: str, *, retry: float | None = None) -> JSONResponse:
    """Return an error as JSON; `retry` is after how many seconds another try makes sense."""
    headers = {} if retry is None else {"retry-after": str(max(1, round(retry)))}
    return JSONResponse({"error": sentence}, status_code=status, headers=headers)
