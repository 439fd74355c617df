package io.github.openairun;

import java.io.Serializable;

import org.jspecify.annotations.Nullable;

/**
 * A source that a reply names for a piece of its text.
 *
 * @param type the server's type, such as {@code file_citation} or {@code url_citation}
 * @param fileId the id of the file, or {@code null}
 * @param filename the name of the file, or {@code null}
 * @param url the address of the page, or {@code null}
 * @param title the title of the page, or {@code null}
 * @param quote the cited words, or the mark in the text that stands for them, or
 * {@code null}
 * @param startIndex where the cited piece begins in the text, or {@code null}
 * @param endIndex where the cited piece ends in the text, or {@code null}
 */
public record Citation(String type, @Nullable String fileId, @Nullable String filename, @Nullable String url,
		@Nullable String title, @Nullable String quote, @Nullable Integer startIndex,
		@Nullable Integer endIndex) implements Serializable {

	public Citation {
		Check.notNull(type, "type");
	}

}
