"""Hand in Hand (手拉手): the service behind the desk, the pocket and the interface."""
