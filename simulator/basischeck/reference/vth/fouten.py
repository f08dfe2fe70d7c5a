"""What the VTH system cannot do.

VthFout
├── Geweigerd      the DSO says that this organisation may not have it (403)
├── Tijdelijk      it did not work now, and may work later
└── Onverwerkbaar  a message that this system cannot do anything with
"""


class VthFout(Exception):
    """The system cannot do what is asked; the text says why."""


class Geweigerd(VthFout):
    """The DSO refused."""


class Tijdelijk(VthFout):
    """The DSO did not give it now."""


class Onverwerkbaar(VthFout):
    """The message cannot be processed; trying again does not help."""
