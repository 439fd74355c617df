package io.github.openairun.wire;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.util.Assert;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.ApiError;
import io.github.openairun.NotFoundException;
import io.github.openairun.support.LogText;

/**
 * One request of a wire, and whether it may be repeated when its response is lost.
 *
 * @since 0.1.0
 */
public final class WireRequest {

	private final HttpMethod method;

	private final StringBuilder path;

	private final Map<String, String> variables = new LinkedHashMap<>();

	private boolean hasQuery;

	private boolean repeatable;

	private @Nullable JsonNode body;

	private @Nullable String threadId;

	private @Nullable String runId;

	private Function<ApiError, RuntimeException> notFound = NotFoundException::new;

	private WireRequest(HttpMethod method, String path) {
		this.method = method;
		this.path = new StringBuilder(path);
		this.repeatable = (method == HttpMethod.GET);
	}

	/**
	 * Begin a request that reads and may be repeated freely.
	 * @param path the path template below the base URL, such as
	 * <code>/threads/{thread_id}</code>
	 * @return the request
	 */
	public static WireRequest get(String path) {
		return new WireRequest(HttpMethod.GET, path);
	}

	/**
	 * Begin a request that changes something and is repeated only if the server certainly
	 * did not act on it.
	 * @param path the path template below the base URL
	 * @return the request
	 */
	public static WireRequest post(String path) {
		return new WireRequest(HttpMethod.POST, path);
	}

	/**
	 * Begin a request that deletes something.
	 * @param path the path template below the base URL
	 * @return the request
	 */
	public static WireRequest delete(String path) {
		return new WireRequest(HttpMethod.DELETE, path);
	}

	/**
	 * Fill the variable of the path that stands for the thread.
	 * @param name the variable's name
	 * @param threadId the thread's id
	 * @return this request
	 */
	public WireRequest thread(String name, String threadId) {
		this.threadId = threadId;
		return variable(name, threadId);
	}

	/**
	 * Name the thread that the request is about where the path does not.
	 * @param threadId the thread's id, or {@code null}
	 * @return this request
	 */
	public WireRequest aboutThread(@Nullable String threadId) {
		this.threadId = threadId;
		return this;
	}

	/**
	 * Name the run that the request is about.
	 * @param runId the run's id
	 * @return this request
	 */
	public WireRequest aboutRun(String runId) {
		this.runId = runId;
		return this;
	}

	/**
	 * Fill a variable of the path.
	 * @param name the variable's name
	 * @param value the value
	 * @return this request
	 * @throws IllegalArgumentException if the value is empty or would lead to another
	 * path: a client or a proxy may resolve dots
	 */
	public WireRequest variable(String name, String value) {
		Assert.hasText(value, () -> "'" + name + "' must not be empty");
		Assert.isTrue(!value.equals(".") && !value.equals(".."),
				() -> "'" + name + "' is not an id: " + LogText.of(value));
		this.variables.put(name, value);
		return this;
	}

	/**
	 * Add a query parameter.
	 * @param name the name
	 * @param value the value, or {@code null} to leave it out
	 * @return this request
	 */
	public WireRequest query(String name, @Nullable Object value) {
		if (value != null) {
			this.path.append(this.hasQuery ? '&' : '?').append(name).append("={").append(name).append('}');
			this.hasQuery = true;
			this.variables.put(name, value.toString());
		}
		return this;
	}

	public WireRequest body(JsonNode body) {
		this.body = body;
		return this;
	}

	/**
	 * Request the response as a stream.
	 * @return this request
	 */
	public WireRequest streamed() {
		Assert.state(this.body instanceof ObjectNode, "The request has no body that could ask for a stream");
		((ObjectNode) this.body).put("stream", true);
		return this;
	}

	/**
	 * Say that doing it twice is the same as doing it once.
	 * @return this request
	 */
	public WireRequest repeatable() {
		this.repeatable = true;
		return this;
	}

	/**
	 * Set the exception for an object that the server does not have.
	 * @param notFound makes the exception
	 * @return this request
	 */
	public WireRequest notFound(Function<ApiError, RuntimeException> notFound) {
		this.notFound = notFound;
		return this;
	}

	HttpMethod method() {
		return this.method;
	}

	String uriTemplate() {
		return this.path.toString();
	}

	/**
	 * Return where to send the request.
	 * @param base the base URL, whose query every request gets, too
	 * @return the address, with the variables filled in and encoded
	 */
	URI resolve(URI base) {
		String text = base.toString();
		int query = text.indexOf('?');
		if (query < 0) {
			return URI.create(text + filledIn());
		}
		String own = filledIn();
		return URI.create(text.substring(0, query)
				+ (this.hasQuery ? own.replaceFirst("[?]", Matcher.quoteReplacement(text.substring(query) + "&"))
						: own + text.substring(query)));
	}

	private String filledIn() {
		StringBuilder filledIn = new StringBuilder();
		int from = 0;
		for (int open = this.path.indexOf("{"); open >= 0; open = this.path.indexOf("{", from)) {
			int close = this.path.indexOf("}", open);
			String name = this.path.substring(open + 1, close);
			String value = this.variables.get(name);
			Assert.notNull(value, () -> "'" + name + "' is not set");
			filledIn.append(this.path, from, open).append(UriUtils.encode(value, StandardCharsets.UTF_8));
			from = close + 1;
		}
		return filledIn.append(this.path, from, this.path.length()).toString();
	}

	boolean isRepeatable() {
		return this.repeatable;
	}

	@Nullable JsonNode body() {
		return this.body;
	}

	/**
	 * Return the thread that the request is about.
	 * @return the thread's id, or {@code null} if it names none
	 */
	public @Nullable String threadId() {
		return this.threadId;
	}

	@Nullable String runId() {
		return this.runId;
	}

	RuntimeException notFound(ApiError error) {
		return this.notFound.apply(error);
	}

	/**
	 * Return method and path template, without the query.
	 * @return the operation
	 */
	String operation() {
		int query = this.path.indexOf("?");
		return this.method + " " + ((query >= 0) ? this.path.substring(0, query) : this.path.toString());
	}

	/**
	 * Return method and path with the ids filled in, without the query.
	 * @return the endpoint, for messages
	 */
	String endpoint() {
		String endpoint = operation();
		for (Map.Entry<String, String> variable : this.variables.entrySet()) {
			endpoint = endpoint.replace("{" + variable.getKey() + "}", LogText.of(variable.getValue()));
		}
		return endpoint;
	}

}
