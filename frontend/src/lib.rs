#![doc = "f"]
