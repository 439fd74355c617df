package io.github.openairun;

import java.io.Serializable;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.openairun.support.LogText;

/**
 * One part of a message's content.
 *
 * @since 0.1.0
 */
public sealed interface ContentPart extends Serializable {

	static Text text(String text) {
		return new Text(text, List.of());
	}

	static ImageUrl imageUrl(String url) {
		return new ImageUrl(url, null);
	}

	static ImageFile imageFile(String fileId) {
		return new ImageFile(fileId, null);
	}

	static File file(String fileId) {
		return new File(fileId);
	}

	/**
	 * Text, with its citations if the assistant wrote it.
	 *
	 * @param text the text
	 * @param citations the sources that the text names
	 */
	record Text(String text, List<Citation> citations) implements ContentPart {

		public Text {
			Check.notNull(text, "text");
			citations = List.copyOf(citations);
		}

		/**
		 * Leaves the text out: it is the user's data.
		 */
		@Override
		public String toString() {
			return "Text[text=" + this.text.length() + " chars, citations=" + this.citations.size() + "]";
		}

	}

	/**
	 * The assistant's refusal to answer.
	 *
	 * @param refusal the assistant's words
	 */
	record Refusal(String refusal) implements ContentPart {

		public Refusal {
			Check.notNull(refusal, "refusal");
		}

		/**
		 * Leaves the words out: they are the user's data.
		 */
		@Override
		public String toString() {
			return "Refusal[refusal=" + this.refusal.length() + " chars]";
		}

	}

	/**
	 * An image that the server loads from an address.
	 *
	 * @param url the address; an {@code https:} or, on wire {@code responses}, a
	 * {@code data:} one
	 * @param detail how closely the model looks: {@code low}, {@code high} or
	 * {@code auto}, or {@code null} for the server's default
	 */
	record ImageUrl(String url, @Nullable String detail) implements ContentPart {

		public ImageUrl {
			Check.hasText(url, "url");
		}

		/**
		 * Leaves the address out: it may hold the image itself.
		 */
		@Override
		public String toString() {
			return "ImageUrl[url=" + this.url.length() + " chars, detail=" + this.detail + "]";
		}

	}

	/**
	 * An image that was uploaded before.
	 *
	 * @param fileId the id of the uploaded file
	 * @param detail how closely the model looks: {@code low}, {@code high} or
	 * {@code auto}, or {@code null} for the server's default
	 */
	record ImageFile(String fileId, @Nullable String detail) implements ContentPart {

		public ImageFile {
			Check.hasText(fileId, "fileId");
		}

	}

	/**
	 * A file that was uploaded before. Wire {@code assistants} sends it as an attachment
	 * of the message for file search, wire {@code responses} as an input file.
	 *
	 * @param fileId the id of the uploaded file
	 */
	record File(String fileId) implements ContentPart {

		public File {
			Check.hasText(fileId, "fileId");
		}

	}

	/**
	 * A part of a type that this version does not know, kept as the server sent it.
	 *
	 * @param type the server's type
	 * @param json the part as JSON text
	 */
	record Other(String type, String json) implements ContentPart {

		public Other {
			Check.notNull(type, "type");
			Check.notNull(json, "json");
		}

		/**
		 * Leaves the JSON out: it is the user's data.
		 */
		@Override
		public String toString() {
			return "Other[type=" + LogText.of(this.type) + ", json=" + this.json.length() + " chars]";
		}

	}

}
