package io.github.openairun.wire.stateless;

import java.nio.charset.StandardCharsets;

import tools.jackson.core.io.SerializedString;

/**
 * Text of an item that is written as it is. Most of it is ASCII, which goes into the
 * generator's buffer without a detour.
 */
final class RawText extends SerializedString {

	private static final long serialVersionUID = 1;

	private static final int ASCII_END = 0x80;

	RawText(String text) {
		super(text);
	}

	@Override
	public int appendUnquotedUTF8(byte[] buffer, int offset) {
		String text = getValue();
		int length = text.length();
		if (length > buffer.length - offset) {
			return -1;
		}
		for (int i = 0; i < length; i++) {
			char character = text.charAt(i);
			if (character >= ASCII_END) {
				return encode(buffer, offset);
			}
			buffer[offset + i] = (byte) character;
		}
		return length;
	}

	private int encode(byte[] buffer, int offset) {
		byte[] encoded = getValue().getBytes(StandardCharsets.UTF_8);
		if (encoded.length > buffer.length - offset) {
			return -1;
		}
		System.arraycopy(encoded, 0, buffer, offset, encoded.length);
		return encoded.length;
	}

}
