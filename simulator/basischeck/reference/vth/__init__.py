"""Reference VTH system: gets notifications, fetches the verzoeken, and keeps a small register of zaken.

It reaches the simulator over HTTP only, as any supplier's software does.
"""
