"""What every room stands on: store, clock, agenda, outbox, journal, events, ids, blobs, snapshots. No DSO word here."""
