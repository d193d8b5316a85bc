#!/bin/sh
# Puts Parallax into the menu of the desktop, for this user alone; the program stays in the folder where this lies.
#
#     ./install.sh            add it
#     ./install.sh --remove   take it away again
set -eu
here=$(cd "$(dirname "$0")" && pwd)
data=${XDG_DATA_HOME:-$HOME/.local/share}
entry="$data/applications/parallax.desktop"
picture="$data/icons/hicolor/512x512/apps/parallax.png"
command="$HOME/.local/bin/parallax"

if [ "${1:-}" = "--remove" ]; then
    rm -f "$entry" "$picture"
    if [ -L "$command" ]; then rm -f "$command"; fi
    echo "Parallax is out of the menu. The folder $here can be deleted."
    exit 0
fi
mkdir -p "$(dirname "$entry")" "$(dirname "$picture")" "$(dirname "$command")"
cp "$here/parallax.png" "$picture"
# A place with a blank in it must be quoted there; quotes and backslashes in it must be escaped.
place=$(printf '%s' "$here/parallax" | sed 's/[\\"`$]/\\&/g; s/[\\&|]/\\&/g')
sed "s|^Exec=parallax|Exec=\"$place\"|" "$here/parallax.desktop" > "$entry"
if [ -e "$command" ] && [ ! -L "$command" ]; then
    echo "$command is something else already; it is left as it is."
else
    ln -sf "$here/parallax" "$command"
fi
echo "Parallax is in the menu now. In a terminal: parallax --help"
