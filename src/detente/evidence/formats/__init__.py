"""What others read and write: ClaimReview, FollowTheMoney; ``interchange`` is the way to all."""
