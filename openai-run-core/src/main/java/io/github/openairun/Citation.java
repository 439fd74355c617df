package io.github.openairun;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.openairun.support.LogText;

/**
 * A source that a reply names for a piece of its text.
 *
 * @since 0.1.0
 */
public final class Citation implements Serializable {

	private static final long serialVersionUID = 1;

	private final String type;

	private final @Nullable String fileId;

	private final @Nullable String containerId;

	private final @Nullable String filename;

	private final @Nullable String url;

	private final @Nullable String title;

	private final @Nullable String quote;

	private final @Nullable Integer startIndex;

	private final @Nullable Integer endIndex;

	private final @Nullable String json;

	private Citation(Builder builder) {
		this.type = builder.type;
		this.fileId = builder.fileId;
		this.containerId = builder.containerId;
		this.filename = builder.filename;
		this.url = builder.url;
		this.title = builder.title;
		this.quote = builder.quote;
		this.startIndex = builder.startIndex;
		this.endIndex = builder.endIndex;
		this.json = builder.json;
	}

	/**
	 * Begin a citation.
	 * @param type the type, such as {@code file_citation} or {@code url_citation}
	 * @return a builder
	 */
	public static Builder builder(String type) {
		return new Builder(type);
	}

	/**
	 * Return a builder that starts with the values of this citation.
	 * @return a builder
	 */
	public Builder mutate() {
		Builder builder = new Builder(this.type);
		builder.fileId = this.fileId;
		builder.containerId = this.containerId;
		builder.filename = this.filename;
		builder.url = this.url;
		builder.title = this.title;
		builder.quote = this.quote;
		builder.startIndex = this.startIndex;
		builder.endIndex = this.endIndex;
		builder.json = this.json;
		return builder;
	}

	/**
	 * Return the type.
	 * @return the type, such as {@code file_citation} or {@code url_citation}
	 */
	public String type() {
		return this.type;
	}

	/**
	 * Return the id of the file.
	 * @return the id of the file, or {@code null}
	 */
	public @Nullable String fileId() {
		return this.fileId;
	}

	/**
	 * Return the id of the container that holds the file (type {@code
	 * container_file_citation}).
	 * @return the id of the container that holds the file (type {@code
	 * container_file_citation}), or {@code null}
	 */
	public @Nullable String containerId() {
		return this.containerId;
	}

	/**
	 * Return the name of the file.
	 * @return the name of the file, or {@code null}
	 */
	public @Nullable String filename() {
		return this.filename;
	}

	/**
	 * Return the address of the page.
	 * @return the address of the page, or {@code null}
	 */
	public @Nullable String url() {
		return this.url;
	}

	/**
	 * Return the title of the page.
	 * @return the title of the page, or {@code null}
	 */
	public @Nullable String title() {
		return this.title;
	}

	/**
	 * Return the cited words.
	 * @return the cited words, or the mark in the text that stands for them, or
	 * {@code null}
	 */
	public @Nullable String quote() {
		return this.quote;
	}

	/**
	 * Return the index in the text at which the cited piece begins.
	 * @return the index in the text at which the cited piece begins, or {@code null}
	 */
	public @Nullable Integer startIndex() {
		return this.startIndex;
	}

	/**
	 * Return the index in the text at which the cited piece ends.
	 * @return the index in the text at which the cited piece ends, or {@code null}
	 */
	public @Nullable Integer endIndex() {
		return this.endIndex;
	}

	/**
	 * Return the citation as the server sent it, as JSON text.
	 * @return the citation as the server sent it, as JSON text, or {@code null} if its
	 * type is one that this version knows
	 */
	public @Nullable String json() {
		return this.json;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || (other instanceof Citation that && values().equals(that.values()));
	}

	@Override
	public int hashCode() {
		return values().hashCode();
	}

	private List<@Nullable Object> values() {
		return Arrays.asList(this.type, this.fileId, this.containerId, this.filename, this.url, this.title, this.quote,
				this.startIndex, this.endIndex, this.json);
	}

	/**
	 * Names the source, and leaves the cited words out.
	 */
	@Override
	public String toString() {
		return "Citation[type=" + LogText.of(this.type) + ", fileId=" + LogText.of(this.fileId) + ", containerId="
				+ LogText.of(this.containerId) + ", filename=" + LogText.of(this.filename) + ", url="
				+ LogText.of(this.url) + ", startIndex=" + this.startIndex + ", endIndex=" + this.endIndex + "]";
	}

	/**
	 * Builds a {@link Citation}.
	 */
	public static final class Builder {

		private final String type;

		private @Nullable String fileId;

		private @Nullable String containerId;

		private @Nullable String filename;

		private @Nullable String url;

		private @Nullable String title;

		private @Nullable String quote;

		private @Nullable Integer startIndex;

		private @Nullable Integer endIndex;

		private @Nullable String json;

		private Builder(String type) {
			this.type = Check.notNull(type, "type");
		}

		public Builder fileId(@Nullable String fileId) {
			this.fileId = fileId;
			return this;
		}

		public Builder containerId(@Nullable String containerId) {
			this.containerId = containerId;
			return this;
		}

		public Builder filename(@Nullable String filename) {
			this.filename = filename;
			return this;
		}

		public Builder url(@Nullable String url) {
			this.url = url;
			return this;
		}

		public Builder title(@Nullable String title) {
			this.title = title;
			return this;
		}

		public Builder quote(@Nullable String quote) {
			this.quote = quote;
			return this;
		}

		public Builder startIndex(@Nullable Integer startIndex) {
			this.startIndex = startIndex;
			return this;
		}

		public Builder endIndex(@Nullable Integer endIndex) {
			this.endIndex = endIndex;
			return this;
		}

		public Builder json(@Nullable String json) {
			this.json = json;
			return this;
		}

		public Citation build() {
			return new Citation(this);
		}

	}

}
