package io.github.openairun.tool;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

import io.github.openairun.ToolCall;
import io.github.openairun.ToolDefinition;
import io.github.openairun.ToolRegistration;

/**
 * A {@link ToolRegistration} that can be called.
 */
final class RegisteredFunction implements RegisteredTool {

	private final ToolDefinition definition;

	private final ToolRegistration.Execution settings;

	private final String beanName;

	private final Invoker invocation;

	private final boolean returnsNothing;

	private final @Nullable Type resultType;

	RegisteredFunction(ToolDefinition definition, ToolRegistration.Execution settings, String beanName,
			Invoker invocation, @Nullable Type declaredResult) {
		this.definition = definition;
		this.settings = settings;
		this.beanName = beanName;
		this.invocation = invocation;
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
	public @Nullable Object invoke(ToolBatch batch, ToolCall call) throws Throwable {
		return this.invocation.invoke(batch, call);
	}

	/**
	 * Binds the arguments and calls the function.
	 */
	@FunctionalInterface
	interface Invoker {

		@Nullable Object invoke(ToolBatch batch, ToolCall call) throws Exception;

	}

}
