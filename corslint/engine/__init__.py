"""What happens between reading and reporting: judged, joined, silenced, sorted."""
