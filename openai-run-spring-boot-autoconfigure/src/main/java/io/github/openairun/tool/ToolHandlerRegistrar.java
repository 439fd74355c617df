package io.github.openairun.tool;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.Assert;

/**
 * Finds the {@link io.github.openairun.ToolHandler} methods of all beans, by the beans'
 * types and once all singletons exist, and makes the registry and the executor that work
 * on them. What it describes and binds them with, a {@code ToolSchemaGenerator} and a
 * {@code JsonMapper}, it takes from the bean factory if there is a handler.
 */
public final class ToolHandlerRegistrar implements SmartInitializingSingleton, BeanFactoryAware {

	private final DefaultToolRegistry registry = new DefaultToolRegistry();

	private @Nullable BeanFactory beanFactory;

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
		this.registry.fill(new ToolHandlerScanner(beanFactory).scan());
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
