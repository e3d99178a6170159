"""Two clinics under the same luck: what differs, client by client, and what the theory says should."""
