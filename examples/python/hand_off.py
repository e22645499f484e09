"""One ticket with requests, and what the simulator says of it.

    npx gorgias-mock serve --port 4010 --clock virtual
    python3 examples/python/hand_off.py http://127.0.0.1:4010
"""

import sys

import requests

TICKET = {
    "channel": "email",
    "external_id": "conversation-1",
    "customer": {"email": "mara@example.com"},
    "messages": [
        {
            "channel": "email",
            "from_agent": False,
            "source": {"from": {"address": "mara@example.com"}, "to": [{"address": "support@acme.test"}]},
            "body_text": "Where is my order?",
        }
    ],
}


def hand_off(api: requests.Session, url: str, advance) -> int:
    """Makes one ticket, and waits where it is told to."""
    for _ in range(3):
        answer = api.post(f"{url}/api/tickets", json=TICKET, timeout=30)
        if answer.status_code != 429:
            answer.raise_for_status()
            return answer.json()["id"]
        advance(f"PT{answer.headers['Retry-After']}S")
    raise RuntimeError("No ticket after three attempts.")


def move_clock(own: str, duration: str) -> None:
    requests.post(f"{own}/clock", json={"mode": "virtual", "advance": duration}, timeout=30).raise_for_status()


def main(url: str) -> None:
    control = f"{url}/_control/v1/accounts"
    # An account of its own, so that runs do not meet.
    account = requests.post(control, json={"from": "acme"}, timeout=30).json()
    own = f"{control}/{account['subdomain']}"
    api = requests.Session()
    api.auth = (account["email"], account["api_key"])

    # Somebody else has used up the rate limit; time passes only when it is advanced.
    requests.put(f"{own}/rate-limit", json={"used": 40}, timeout=30).raise_for_status()
    ticket = hand_off(api, url, lambda wait: move_clock(own, wait))

    journal = requests.get(f"{own}/journal", timeout=30).json()["data"]
    assert [call["status"] for call in journal] == [429, 201], journal
    verdicts = requests.get(f"{own}/verdicts", timeout=30).json()
    assert verdicts["counts"]["error"] == verdicts["counts"]["warning"] == 0, verdicts
    requests.delete(own, timeout=30).raise_for_status()
    print(f"Ticket {ticket} of {account['subdomain']}.")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:4010")
