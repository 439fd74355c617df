package io.github.openairun.tool;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

import io.github.openairun.ToolCall;
import io.github.openairun.ToolDefinition;
import io.github.openairun.ToolRegistration;

/**
 * Adapts a {@link ToolRegistration} to a {@link RegisteredTool}.
 */
final class ToolRegistrationAdapter implements RegisteredTool {

	private final ToolDefinition definition;

	private final ToolRegistration.Execution settings;

	private final String beanName;

	private final BoundFunction function;

	private final boolean returnsNothing;

	private final @Nullable Type resultType;

	ToolRegistrationAdapter(ToolDefinition definition, ToolRegistration.Execution settings, String beanName,
			BoundFunction function, @Nullable Type declaredResult) {
		this.definition = definition;
		this.settings = settings;
		this.beanName = beanName;
		this.function = function;
		ResolvableType declared = (declaredResult != null) ? ResolvableType.forType(declaredResult)
				: ResolvableType.NONE;
		this.returnsNothing = AsyncResults.isNothing(declared);
		this.resultType = ResultType.of(declared);
	}

	@Override
	public ToolDefinition definition() {
		return this.definition;
	}

	@Override
	public ToolRegistration.Execution settings() {
		return this.settings;
	}

	@Override
	public String describe() {
		return "the ToolRegistration bean '" + this.beanName + "'";
	}

	@Override
	public boolean returnsNothing() {
		return this.returnsNothing;
	}

	@Override
	public @Nullable Type resultType() {
		return this.resultType;
	}

	@Override
	public Map<String, @Nullable Object> bind(ToolCall call) {
		return Map.of("arguments", this.function.bind(call));
	}

	@Override
	public @Nullable Object invoke(ToolBatch batch, ToolCall call) throws Throwable {
		return this.function.call(batch, call);
	}

	/**
	 * The function of a registration together with the binding of its arguments.
	 *
	 * @param arguments binds and validates the arguments
	 * @param function is called with them
	 */
	record BoundFunction(Function<ToolCall, Object> arguments, ToolRegistration.Function<Object> function) {

		Object bind(ToolCall call) {
			return this.arguments.apply(call);
		}

		@Nullable Object call(ToolBatch batch, ToolCall call) throws Exception {
			return this.function.call(bind(call), batch.contextOf(call));
		}

	}

}
