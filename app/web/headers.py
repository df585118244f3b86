"""The headers of every answer: nothing inline, nothing from elsewhere, nothing kept."""

from typing import cast

from flask import Response, current_app, request

from app.config import Config

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
UNUSED_FEATURES = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
        "browsing-topics",
    )
)
ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": UNUSED_FEATURES,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}
TWO_YEARS = 63_072_000
A_YEAR = 31_536_000


def add_headers(response: Response) -> Response:
    """Add what every answer carries, error pages included; no view can loosen it."""
    response.headers.update(ALWAYS)
    if cast(Config, current_app.config["MARAC"]).tls:
        response.headers["Strict-Transport-Security"] = f"max-age={TWO_YEARS}; includeSubDomains"
    response.headers["Cache-Control"] = _cache_control(response)
    return response


def forget_everything(response: Response) -> Response:
    """For signing out: the browser drops what it kept of us (not cookies of sister services)."""
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _cache_control(response: Response) -> str:
    """Pages are never kept; a static file with its version in the address may be kept for good."""
    if request.endpoint != "static" or response.status_code not in (200, 206, 304):
        return "no-store"
    if "v" in request.args:
        return f"public, max-age={A_YEAR}, immutable"
    return "no-cache"
