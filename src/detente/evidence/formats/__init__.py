"""What others read and write: ClaimReview, FollowTheMoney."""
