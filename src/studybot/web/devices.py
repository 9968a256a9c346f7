"""Devices from which somebody logged in before: nobody else's failures make them wait."""

import hmac
import secrets
from datetime import timedelta

from fastapi import Request

from studybot.store import DEVICE
from studybot.web.identity import Signer

DEVICE_COOKIE = "studybot_device"
DEVICE_LASTS = timedelta(days=180)


def device_proof(request: Request, signer: Signer, name: str) -> str:
    """Return the cookie of a device from which `name` just logged in; one that it has already stays."""
    device = _device(request, signer, name) or secrets.token_hex(16)
    return f"{device}.{signer.proof('device', f'{device}/{name}')}"


def place_of(request: Request, signer: Signer, *spellings: str) -> str:
    """Return where a login under a name comes from: the device that is known by one of its spellings, else the address."""
    device = next(filter(None, (_device(request, signer, name) for name in spellings)), "")
    return f"{DEVICE}{device}" if device else (request.client.host if request.client else "")


def _device(request: Request, signer: Signer, name: str) -> str:
    device, _, proof = request.cookies.get(DEVICE_COOKIE, "").partition(".")
    if not device or not proof.isascii():
        return ""
    return device if hmac.compare_digest(proof, signer.proof("device", f"{device}/{name}")) else ""
