"""Reference plansoftware: small but real software that does everything right, and mutants that each do one thing wrong.

They reach the simulator over HTTP only, as any supplier's software does.
"""
