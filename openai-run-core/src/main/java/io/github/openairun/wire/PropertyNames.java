package io.github.openairun.wire;

import org.jspecify.annotations.Nullable;

/**
 * The names of the properties that configure a connection, for what errors advise.
 *
 * @param connection the name of a further connection, or {@code null} for the default one
 */
record PropertyNames(@Nullable String connection) {

	static final PropertyNames DEFAULT = new PropertyNames(null);

	/**
	 * Return a text with the names of this connection's properties.
	 * @param text a text with those of the default connection
	 * @return the text
	 */
	String in(String text) {
		if (this.connection == null) {
			return text;
		}
		String prefix = "openai.connections." + this.connection + ".";
		return text.replace("openai.base-url", prefix + "base-url")
			.replace("openai.run.wire", prefix + "wire")
			.replace("openai.run.threads", prefix + "threads");
	}

}
