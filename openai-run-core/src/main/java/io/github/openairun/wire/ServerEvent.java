package io.github.openairun.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.support.LogText;

/**
 * One event of a server (WHATWG HTML, Server-sent events). Its data is parsed on demand.
 *
 * @since 0.1.0
 */
public final class ServerEvent {

	private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

	private final String name;

	private final byte[] data;

	private final String endpoint;

	private final @Nullable String requestId;

	ServerEvent(String name, byte[] data, String endpoint, @Nullable String requestId) {
		this.name = name;
		this.data = data;
		this.endpoint = endpoint;
		this.requestId = requestId;
	}

	/**
	 * Return the type of the event: its name, or the type in its data where servers send
	 * no name.
	 * @return the type, possibly empty
	 */
	public String type() {
		if (!this.name.isEmpty() && !this.name.equals("message")) {
			return this.name;
		}
		String type = scalar("type");
		if (type == null) {
			type = scalar("object");
		}
		return (type != null) ? type : "";
	}

	/**
	 * Return whether the event marks the end of the stream.
	 * @return whether the data is {@code [DONE]}
	 */
	public boolean isDone() {
		return Arrays.equals(this.data, DONE);
	}

	/**
	 * Return the data.
	 * @return the data, or {@code null} if it is not a JSON object
	 */
	public @Nullable ObjectNode json() {
		try {
			return (Json.mapper().readTree(this.data) instanceof ObjectNode object) ? object : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	/**
	 * Return the error that the event contains. Servers send it with or without a name,
	 * as an object, a list or a text, and in a property or not.
	 * @return the error, or {@code null} if the event is none
	 */
	public @Nullable JsonNode error() {
		boolean named = this.name.equals("error") || this.name.endsWith(".error");
		ObjectNode json = json();
		if (json == null) {
			return named ? Json.object().put("message", new String(this.data, StandardCharsets.UTF_8)) : null;
		}
		String type = Json.text(json, "type", "");
		boolean typed = type.toLowerCase(Locale.ROOT).endsWith("error") || "error".equals(Json.text(json, "object"));
		boolean nested = type.isEmpty() && Json.text(json, "object") == null && json.hasNonNull("error");
		return (named || typed || nested) ? json : null;
	}

	/**
	 * Return a part of the data as the response to a request.
	 * @param body the part
	 * @return the response
	 */
	public WireResponse response(JsonNode body) {
		return new WireResponse(this.endpoint, body, this.requestId, null);
	}

	/**
	 * Return a property without parsing the others.
	 */
	private @Nullable String scalar(String property) {
		try (JsonParser parser = Json.mapper().createParser(this.data)) {
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				return null;
			}
			while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
				boolean wanted = property.equals(parser.currentName());
				JsonToken value = parser.nextToken();
				if (wanted) {
					return (value == JsonToken.VALUE_STRING) ? parser.getString() : null;
				}
				parser.skipChildren();
			}
			return null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	/**
	 * Omits the data, which belongs to users.
	 */
	@Override
	public String toString() {
		return "ServerEvent[" + LogText.of(this.name) + ", " + this.data.length + " bytes]";
	}

}
