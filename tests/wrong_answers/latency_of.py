"""Answers to the exercise of the deeper lesson on queues."""

from . import exercise

latency_of = exercise(
    "latency_of",
    "count, travel, work",
    wrong="""
## never uses|lone frame
return travel + work
## never rests
return count * work
## travel of all
return count * (travel + work)
## smaller of the two
return min(travel + work, count * work)
## larger of the two
return travel + count * work
## work is left out
return max(travel, count * work)
## work is left out of the waiting
return max(travel + work, (count - 1) * work)
## too many
return max(travel + work, (count + 1) * work)
## stage that limits
return max(travel + work, count * travel)
## longer stage
return max(travel + work, count * max(travel, work))
## twice
return max(2 * travel + work, count * work)
## half
return max(travel / 2 + work, count * work)
## throughput, in frames a millisecond
return min(count / (travel + work), 1 / work)
## throughput, in frames a second
return min(1000 * count / (travel + work), 1000 / work)
## seconds
throughput = min(1000 * count / (travel + work), 1000 / work)
return count / throughput
## thousand times
throughput = min(count / (travel + work), 1 / work)
return 1000 * count / throughput
## between two frames
return max((travel + work) / count, work)
## stage that limits
return max(travel + work, count * travel) if count > 1 else travel + work
## do not share
return travel + work / count
## returned None
latency = max(travel + work, count * work)
## `print` shows
print(max(travel + work, count * work))
## whole number
return round(max(travel + work, count * work))
## text|str
return f"{max(travel + work, count * work)} ms"
## NameError.*line
return count / throughput
## whatever|never uses
return max(travel + work, 3 * work)
""",
    right="""
##
return max(travel + work, count * work)
##
throughput = min(count / (travel + work), 1 / work)
return count / throughput
##
if count * work > travel + work:
    return count * work
return travel + work
##
waiting = max(0, (count - 1) * work - travel)
return travel + waiting + work
##
return np.maximum(travel + work, np.float64(count) * work)
""",
)
