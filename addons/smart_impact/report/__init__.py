from . import wave_xlsx
