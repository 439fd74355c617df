package io.github.openairun.tool;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.Assert;
import org.springframework.util.function.SingletonSupplier;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.tool.schema.ToolJson;
import io.github.openairun.tool.schema.ToolSchemaGenerator;

/**
 * Finds the {@link io.github.openairun.ToolHandler} methods of all beans, by the beans'
 * types and once all singletons exist, and makes the registry and the executor that work
 * on them.
 */
public final class ToolHandlerRegistrar implements SmartInitializingSingleton, BeanFactoryAware {

	private final DefaultToolRegistry registry = new DefaultToolRegistry();

	private final Supplier<ToolSchemaGenerator> schemas;

	private final Supplier<JsonMapper> mapper;

	private @Nullable BeanFactory beanFactory;

	/**
	 * Create a registrar. Its means are asked for only if there is a handler.
	 * @param schemas supplies what describes the handlers' parameters
	 * @param mapper supplies the application's mapper, which binds the arguments
	 */
	public ToolHandlerRegistrar(Supplier<ToolSchemaGenerator> schemas, Supplier<JsonMapper> mapper) {
		Assert.notNull(schemas, "'schemas' must not be null");
		Assert.notNull(mapper, "'mapper' must not be null");
		this.schemas = schemas;
		this.mapper = mapper;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Find the handlers, unless they have been found.
	 * @throws ToolDeclarationException if a method cannot be a handler as it is declared
	 */
	@Override
	public void afterSingletonsInstantiated() {
		if (this.registry.isFilled()) {
			return;
		}
		Assert.state(this.beanFactory instanceof ConfigurableListableBeanFactory,
				"Tool handlers can only be found in a ConfigurableListableBeanFactory");
		ConfigurableListableBeanFactory beanFactory = (ConfigurableListableBeanFactory) this.beanFactory;
		this.registry
			.fill(new ToolHandlerScanner(beanFactory, SingletonSupplier.of(() -> factory(beanFactory))).scan());
	}

	private ToolHandlerFactory factory(ConfigurableListableBeanFactory beanFactory) {
		ToolSchemaGenerator schemas = this.schemas.get();
		return new ToolHandlerFactory(beanFactory, schemas, ToolJson.argumentMapper(this.mapper.get(), schemas));
	}

	/**
	 * Return the tools that were found.
	 * @return the registry, which refuses to answer until all singletons exist
	 */
	public ToolRegistry registry() {
		return this.registry;
	}

	/**
	 * Begin an executor that calls the handlers that were found.
	 * @param converter turns the handlers' results into text
	 * @return a builder
	 */
	public ToolExecutorBuilder executor(ToolResultConverter converter) {
		return new ToolExecutorBuilder(this.registry, converter);
	}

}
