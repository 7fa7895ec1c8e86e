"""Pictures for the gallery: landscapes that are drawn, and are the same every time."""

import io
import random

from PIL import Image, ImageDraw, ImageFilter

SIZE = (960, 540)

# Sky above, sky below, light, land.
PALETTES = {
    "dawn": ("#33415c", "#f2b48c", "#fff1d0", "#2b3a42"), "noon": ("#5fa8d3", "#d8eef5", "#ffffff", "#3f6b4f"),
    "dusk": ("#2d2a55", "#e58f65", "#ffd9a0", "#241d35"), "night": ("#0b1026", "#26406b", "#f4f1de", "#0a0f1a"),
    "mist": ("#aab8b5", "#e9e6dd", "#fdfaf2", "#56645f"), "snow": ("#b9cbe0", "#f4f6fa", "#fffbe8", "#7f93a8")}


def colour(text, share=0.0, other="#000000"):
    """A colour, mixed with a share of another."""
    ours, theirs = ([int(name[place:place + 2], 16) for place in (1, 3, 5)] for name in (text, other))
    return tuple(round(a + (b - a) * share) for a, b in zip(ours, theirs))


def landscape(mood, number, tower=False):
    """A JPEG: a sky with its light, hills behind hills, perhaps a lighthouse, and water."""
    above, below, light, land = PALETTES[mood]
    chance = random.Random(number)
    width, height = SIZE
    picture = Image.new("RGB", SIZE)
    draw = ImageDraw.Draw(picture)
    for y in range(height):
        draw.line((0, y, width, y), fill=colour(above, min(1, y / (height * 0.62)), below))
    x, y = chance.randrange(width // 6, width * 5 // 6), chance.randrange(height // 5, height // 2)
    glow = Image.new("L", SIZE)
    ImageDraw.Draw(glow).ellipse((x - 150, y - 150, x + 150, y + 150), fill=110)
    picture.paste(Image.new("RGB", SIZE, light), mask=glow.filter(ImageFilter.GaussianBlur(60)))
    draw.ellipse((x - 34, y - 34, x + 34, y + 34), fill=light)
    for layer in range(4):
        base = height * (0.50 + 0.09 * layer)
        line = [(-40, height)]
        for step in range(0, width + 120, 60):
            line.append((step - 40, base - chance.uniform(0, 85 - 14 * layer)))
        draw.polygon([*line, (width + 40, height)], fill=colour(below, 0.30 + 0.22 * layer, land))
    if tower:
        foot, middle = height * 0.80, width * 0.3
        draw.polygon([(middle - 26, foot), (middle - 15, 190), (middle + 15, 190), (middle + 26, foot)], fill="#f3ede2")
        for top in (235, 315):
            draw.rectangle((middle - 20, top, middle + 20, top + 34), fill="#a8432f")
        draw.rectangle((middle - 18, 160, middle + 18, 192), fill=light)
        draw.polygon([(middle - 22, 160), (middle, 132), (middle + 22, 160)], fill="#a8432f")
    for y in range(int(height * 0.84), height):
        share = (y - height * 0.84) / (height * 0.16)
        draw.line((0, y, width, y), fill=colour(below, 0.25 + 0.6 * share, above))
    for _ in range(60):
        x, y = chance.randrange(width), chance.randrange(int(height * 0.86), height)
        draw.line((x, y, x + chance.randrange(10, 70), y), fill=colour(light, 0.45, below))
    file = io.BytesIO()
    picture.filter(ImageFilter.GaussianBlur(0.6)).save(file, "JPEG", quality=82)
    return file.getvalue()
