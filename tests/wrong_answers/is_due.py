"""Answers to an exercise of lesson 08."""

from . import exercise

is_due = exercise(
    "is_due",
    "number, every, lost",
    wrong="""
## and
return number % every == 0 and lost
## lost|never uses
return number % every == 0
## only while|never uses|every
return lost
## returned None
due = number % every == 0 or lost
## counted from 0|from 1|first frame
return (number + 1) % every == 0 or lost
## == 0|not due|turned round
return number % every != 0 or lost
## == 0|remainder
return number % every or lost
## not lost
return number % every == 0 or not lost
## first frame
return (number > 0 and number % every == 0) or lost
## changes? of one|xor|both
return (number % every == 0) != lost
## quotient
return number // every == 0 or lost
## other way round|every % number
return every % max(number, 1) == 0 or lost
## `print` shows
print(number % every == 0 or lost)
## returned None
if number % every == 0:
    return True
if lost:
    return None
## None
if number % every == 0 or lost:
    return True
return
## always
return True
## == every|multiples
return number == 0 or number == every or lost
## ZeroDivisionError.*line|every - 1|ZeroDivisionError
return number % (every - 1) == 0 or lost
## every \\+ 1
return number % (every + 1) == 0 or lost
## True or False
return [n for n in range(number) if n % every == 0] or lost
## text|str
return "yes" if number % every == 0 or lost else "no"
## 3|never uses|fixed
return number % 3 == 0 or lost
## instead of|while a face is lost|only then
return number % every == 0 if not lost else False
## Only the first frame
return number == 0 or lost
## is 0, not 1
return number % every == 1 or lost
## first frames up to `every`
return number < every or lost
## Every second frame
return number % 2 == 0 or lost
## brackets|not
return not number % every == 0 or lost
## counts as false
if number % every == 0 or lost:
    return number
return False
## 0 or lost
return number % every == (0 or lost)
## every second frame
if lost:
    return number % 2 == 0 or number % every == 0
return number % every == 0
""",
    right="""
##
return number % every == 0 or lost
##
if lost:
    return True
return not number % every
##
return np.bool_(np.mod(number, every) == 0) | np.bool_(lost)
##
return lost or number in range(0, number + 1, every)
##
due = False
if number // every * every == number:
    due = True
elif lost is True:
    due = True
return due
##
return 1 if lost or divmod(number, every)[1] == 0 else 0
""",
)
