package io.github.openairun.test.contract;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/**
 * Gives the tests of one contract class one server and one application, until one of them
 * fails or makes them unusable for the others.
 */
class InstallationExtension implements BeforeEachCallback, AfterEachCallback {

	private static final Namespace NAMESPACE = Namespace.create(InstallationExtension.class);

	@Override
	public void beforeEach(ExtensionContext context) {
		AbstractContractTests test = (AbstractContractTests) context.getRequiredTestInstance();
		Variation variation = Variation.of(test.wire, context.getRequiredTestInstances().getAllInstances());
		Installation installation = storeOfClass(context).computeIfAbsent(Installation.class,
				(key) -> Installation.start(variation), Installation.class);
		installation.begin();
		test.use(installation);
		test.reusable = !variation.separate();
	}

	@Override
	public void afterEach(ExtensionContext context) {
		AbstractContractTests test = (AbstractContractTests) context.getRequiredTestInstance();
		if (!test.reusable || context.getExecutionException().isPresent()) {
			Installation installation = storeOfClass(context).remove(Installation.class, Installation.class);
			if (installation != null) {
				installation.close();
			}
		}
	}

	/** The store of the innermost class, which closes what it has at the end. */
	private static Store storeOfClass(ExtensionContext context) {
		ExtensionContext ofClass = context;
		while (ofClass.getTestMethod().isPresent()) {
			ofClass = ofClass.getParent().orElseThrow();
		}
		return ofClass.getStore(NAMESPACE);
	}

}
