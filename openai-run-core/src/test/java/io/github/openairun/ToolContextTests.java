package io.github.openairun;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ToolContext} and {@link RunRequest#context()}.
 */
class ToolContextTests {

	private static final Run RUN = Run.builder("run_1", "thread_1").build();

	private static final ToolCall CALL = new ToolCall("call_1", "find", "{\"number\":\"confidential\"}");

	@Test
	void attributesHaveTypes() {
		ToolContext context = context(Map.of("user", "jane"));
		assertThat(context.attribute("user", String.class)).isEqualTo("jane");
		assertThat(context.attribute("other", String.class)).isNull();
		assertThatIllegalArgumentException().isThrownBy(() -> context.attribute("user", Integer.class))
			.withMessage("The attribute 'user' is not of the type java.lang.Integer");
	}

	@Test
	void doesNotShowTheUsersData() {
		assertThat(context(Map.of("user", "jane"))).asString()
			.contains("run_1", "call_1", "[user]")
			.doesNotContain("jane", "confidential");
	}

	@Test
	void aRequestKeepsItsContextWhenItIsChanged() {
		Map<String, Object> attributes = new HashMap<>(Map.of("user", "jane"));
		RunRequest request = RunRequest.assistant("support").context(attributes).build();
		attributes.put("user", "joe");
		assertThat(request.mutate().message("Hello").build().context()).isEqualTo(Map.of("user", "jane"));
		assertThat(request).asString().doesNotContain("jane");
	}

	@Test
	void aRequestHasNoContextByDefault() {
		assertThat(RunRequest.assistant("support").build().context()).isEmpty();
	}

	private static ToolContext context(Map<String, Object> attributes) {
		return new ToolContext(RUN, CALL, 1, null, attributes);
	}

}
