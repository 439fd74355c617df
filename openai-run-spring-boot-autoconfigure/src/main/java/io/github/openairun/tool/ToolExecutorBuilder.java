package io.github.openairun.tool;

import java.util.UUID;
import java.util.function.Supplier;

import org.springframework.util.Assert;

/**
 * Puts a {@link ToolExecutor} together.
 */
public final class ToolExecutorBuilder {

	final DefaultToolRegistry registry;

	final ToolResultConverter converter;

	ToolErrorHandler errorHandler = (call, error) -> null;

	Supplier<String> references = () -> UUID.randomUUID().toString();

	ToolExecutorBuilder(DefaultToolRegistry registry, ToolResultConverter converter) {
		Assert.notNull(converter, "'converter' must not be null");
		this.registry = registry;
		this.converter = converter;
	}

	/**
	 * Set what the model is told when a handler fails; by default a neutral text.
	 * @param errorHandler the error handler
	 * @return this
	 */
	public ToolExecutorBuilder errorHandler(ToolErrorHandler errorHandler) {
		Assert.notNull(errorHandler, "'errorHandler' must not be null");
		this.errorHandler = errorHandler;
		return this;
	}

	/**
	 * Set where the ids come from that tie an error output to its line in the log; by
	 * default random UUIDs.
	 * @param references supplies a new id each time
	 * @return this
	 */
	public ToolExecutorBuilder references(Supplier<String> references) {
		Assert.notNull(references, "'references' must not be null");
		this.references = references;
		return this;
	}

	public ToolExecutor build() {
		return new DefaultToolExecutor(new CallAnswerer(this));
	}

}
