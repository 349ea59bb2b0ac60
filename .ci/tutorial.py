"""Does in an empty directory what the book's tutorial says: `tutorial.py PAGE DIRECTORY`. The program is the one on the path,
and crates come from where cargo is configured to look."""
import os
import re
import subprocess
import sys

page, directory = sys.argv[1:]
text = open(page).read()
os.makedirs(os.path.join(directory, 'tides'))
place = os.path.join(directory, 'tides')
# Commands about the place and the program, which are there.
there = {'cargo install smithgen', 'mkdir -p tides/model', 'cd tides'}
for found in re.finditer(r'(.*?)^```(\w+)\n(.*?)^```$', text, re.S | re.M):
    words, language, listing = found.groups()
    file = re.search(r'^`([^`]+)`:\s*\Z', words, re.M)
    if file:
        path = os.path.join(place, file.group(1))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w') as out:
            out.write(listing)
    elif language == 'sh':
        for line in listing.splitlines():
            if line not in there:
                print('$', line, flush=True)
                subprocess.run(line, shell=True, check=True, cwd=place)
