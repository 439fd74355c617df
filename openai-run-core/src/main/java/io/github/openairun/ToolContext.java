package io.github.openairun;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.openairun.support.LogText;

/**
 * The context of one tool call. A {@link ToolHandler} method may declare a parameter of
 * this type, which is not part of the tool's schema.
 *
 * <pre class="code">
 * &#064;ToolHandler(description = "Finds an order by its number")
 * Order findOrder(String number, ToolContext context) {
 * 	return this.orders.find(context.attribute("tenant", String.class), number);
 * }
 * </pre>
 *
 * @param run the run that waits for the call's output
 * @param call the call
 * @param round the number of this round of tool calls within the execution, beginning
 * with 1
 * @param deadline the time at which the execution ends at the latest, or {@code null} if
 * it is not known
 * @param attributes the attributes of the request, see
 * {@link RunRequest.Builder#context(Map)} and {@link ResumeRequest.Builder#context(Map)}
 * @since 0.1.0
 */
public record ToolContext(Run run, ToolCall call, int round, @Nullable Instant deadline,
		Map<String, Object> attributes) {

	public ToolContext {
		Check.notNull(run, "run");
		Check.notNull(call, "call");
		Check.isTrue(round >= 1, "'round' must be at least 1");
		attributes = Map.copyOf(Check.notNull(attributes, "attributes"));
	}

	public String runId() {
		return this.run.id();
	}

	public String threadId() {
		return this.run.threadId();
	}

	public String callId() {
		return this.call.id();
	}

	public String toolName() {
		return this.call.name();
	}

	/**
	 * Return the id or name of the assistant that runs.
	 * @return the assistant, or {@code null} if it is not known
	 */
	public @Nullable String assistant() {
		return this.run.assistant();
	}

	/**
	 * Return the run's metadata.
	 * @return the metadata, possibly empty
	 */
	public Map<String, String> metadata() {
		return this.run.metadata();
	}

	/**
	 * Return one of the attributes.
	 * @param <T> the attribute's type
	 * @param name the attribute's name
	 * @param type the attribute's type
	 * @return the attribute, or {@code null} if there is none of that name
	 * @throws IllegalArgumentException if the attribute is of another type
	 */
	public <T> @Nullable T attribute(String name, Class<T> type) {
		Object value = this.attributes.get(name);
		Check.isTrue(value == null || type.isInstance(value),
				"The attribute '" + name + "' is not of the type " + type.getName());
		return type.cast(value);
	}

	/**
	 * Names the run and the call, and leaves the user's data out.
	 */
	@Override
	public String toString() {
		return "ToolContext[run=" + LogText.of(runId()) + ", call=" + this.call + ", round=" + this.round
				+ ", attributes=" + this.attributes.keySet() + "]";
	}

}
