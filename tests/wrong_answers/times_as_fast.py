"""Answers to the exercise of the deeper lesson on sliders."""

from . import exercise

times_as_fast = exercise(
    "times_as_fast",
    "parts, name, factor",
    wrong="""
## factor itself|never uses
return factor
## milliseconds that are left
return sum(parts.values()) - parts[name] + parts[name] / factor
## that are saved
return parts[name] - parts[name] / factor
## share of the time
return (parts[name] - parts[name] / factor) / sum(parts.values())
## gone altogether|never uses
total = sum(parts.values())
return total / (total - parts[name]) if total > parts[name] else factor
## after the saving was taken
total = sum(parts.values())
return total / (total - parts[name] / factor)
## old time as well
total = sum(parts.values())
return total / (total + parts[name] / factor)
## slower
total = sum(parts.values())
return total / (total - parts[name] + parts[name] * factor)
## other parts are in
return sum(parts.values()) / (parts[name] / factor)
## concerns the named
rest = sum(parts.values()) - parts[name]
return (rest + parts[name]) / (rest / factor + parts[name])
## larger the whole|never uses
return sum(parts.values()) / parts[name]
## shares were multiplied
return parts[name] / sum(parts.values()) * factor
## speeds do not
total = sum(parts.values())
return (total - parts[name] + parts[name] * factor) / total
## longest part
slow = max(parts, key=parts.get)
total = sum(parts.values())
return total / (total - parts[slow] + parts[slow] / factor)
## first part
first = list(parts)[0]
total = sum(parts.values())
return total / (total - parts[first] + parts[first] / factor)
## upside down
total = sum(parts.values())
return (total - parts[name] + parts[name] / factor) / total
## follow each other
after = dict(parts)
after[name] = parts[name] / factor
return max(parts.values()) / max(after.values())
## as fast\\* is due
total = sum(parts.values())
return total / (total - parts[name] + parts[name] / factor) - 1
## rounded down
total = sum(parts.values())
return total / (total - parts[name] + parts[name] // factor)
## whole number
total = sum(parts.values())
return total // (total - parts[name] + parts[name] / factor)
## returned None
total = sum(parts.values())
speed = total / (total - parts[name] + parts[name] / factor)
## `print` shows
total = sum(parts.values())
print(total / (total - parts[name] + parts[name] / factor))
## changed
total = sum(parts.values())
parts[name] /= factor
return total / sum(parts.values())
## part "draw"
total = sum(parts.values())
return total / (total - parts["draw"] + parts["draw"] / factor)
## TypeError.*line
return sum(parts) / (sum(parts) - parts[name] + parts[name] / factor)
## whatever|never uses
total = sum(parts.values())
return total / (total - parts[name] + parts[name] / 3)
## percent
total = sum(parts.values())
return 100 * total / (total - parts[name] + parts[name] / factor)
""",
    right="""
##
total = sum(parts.values())
return total / (total - parts[name] + parts[name] / factor)
##
after = parts | {name: parts[name] / factor}
return sum(parts.values()) / sum(after.values())
##
share = parts[name] / sum(parts.values())
return 1 / (1 - share + share / factor)
##
before, after = 0, 0
for part, time in parts.items():
    before += time
    if part == name:
        after += time / factor
    else:
        after += time
return before / after
##
return np.sum(list(parts.values())) / sum(t / (factor if p == name else 1) for p, t in parts.items())
""",
)
